"""The home of the admin: what each person has to do there, and one button for each thing to make."""
