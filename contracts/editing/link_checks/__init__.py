"""Whether the addresses outside of the site still answer: asked of them once a week, politely."""
