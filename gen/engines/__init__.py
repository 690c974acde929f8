"""The only callers of models: what a name stands for, and how the model behind it is asked."""
