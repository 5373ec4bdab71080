"""The product's nouns, each once: frozen values and enums. No Flask, no SQL, no clock."""
