"""HTTP and nothing else: who is admitted, headers, errors, form fields. No feature."""
