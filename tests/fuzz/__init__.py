"""Files, studies, dictionaries and expressions with faults in them: answered right, or refused."""
