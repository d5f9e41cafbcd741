"""Prognosis: how long patients live, and whether those with a sign die sooner."""
