"""Charts: a patient's rows become series, careful sentences, tables and Plotly figures."""
