"""The trust's schools from the DfE's register: files read, set against what is here, and taken over."""
