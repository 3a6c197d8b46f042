"""The tasks of each lab, one module per lab (see ``cs_nn.checks``)."""
