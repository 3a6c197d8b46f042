"""Neural networks from first principles: the code that students of the course write.

One module per lab (``softmax.py`` is the first) holds the functions marked TODO;
``cs_nn.tools`` holds what is given: data, checks, pictures.
"""

__version__ = "0.1.0"
