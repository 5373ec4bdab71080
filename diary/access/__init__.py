"""Who may read which diary: care links, the codes that make them, and the proof they give."""
