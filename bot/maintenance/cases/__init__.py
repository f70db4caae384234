"""All cases that advisers can be in: enumerated, merged where the answer is the same, followed through time."""
