"""Prevalence: how often a finding is present in each level of a category."""
