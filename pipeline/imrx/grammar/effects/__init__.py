"""What a letter ties to a medication: relief, activities, side effects, failure before it, and its taper."""
