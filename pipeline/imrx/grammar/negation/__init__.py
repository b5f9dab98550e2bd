"""Whether a finding is there: cues of negation, how far they reach, who speaks, and what the sentence then says.

`judge` asks for the sentences of a letter in which findings may be something else than present, and decides:

in `cases`, for each of these sentences
    whose statement the sentence is         `phrases` tell whom it speaks of, `statements` where a guideline speaks
                                            by `statement_words`, `criteria` whether it goes on with a guideline's list,
                                            `voice` what only the sentences in front of it tell
    what denies something in it             `cues`: in families (`cue_families`, `family_cues`), or phrases and signs
                                            (`phrase_cues`)
    where its clauses begin                 `limits`: at signs, but not at those of lists (`rows`), at words
                                            (`limit_words`) and at new subjects (`new_clauses`)
    which cue is a finding's                `nearest`: the nearest that reaches it in its clause
        a cue in front of the finding       `scope`, and `turns` where a list turns to what is there
        a cue behind it                     `scope_behind`
        what else the cue denies of it      `concerned`; a screen on which nothing was found is there (`documents`)
in `assertions`, for each finding
    what is said of it                      a guideline's statement; what somebody else wrongly said (`refuted`);
                                            `hypothetical`; `absence`: absent, by what is said of the patient
                                            (`observed`), or not documented, by what is said of records (`on_record`)
in `judge`
    what a denial in front is taken up for  "no evidence of radiculopathy, | or evidence of instability"
    what a finding denies by itself         "non-tender", "0% improvement"

`second_hand` stands by itself: it finds the sentences that tell what an earlier review decided. Several of these
share `cue`, what a cue is; `negated`, a finding that one negates; `between`, what stands in findings and cues
and between them; `patients`, words for the patient; and `proofs`, parts of expressions.
"""
