"""Reading for the doctor's side: the list of patients, one follow-up, the visits."""
