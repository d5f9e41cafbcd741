"""Benchmarks are commands that print ratios against peers, measured in one run."""
