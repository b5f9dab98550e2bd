"""The case that a letter is about. What is found is a `Fact` (`facts`): a value and where it stands.

`headers` reads numbers and dates behind their labels, `injuries` the date of injury as running text tells it,
`claimants` the patient's age and sex, and `credentials` the reviewer's states of licensure and specialties.
"""
