"""Typed views of badge documents; verifies, fetches and signs nothing; imports no pydantic by itself.

`document` says what a document is, `identity` who it belongs to; `ob3`, `vc` and `clr` hold the pydantic
models, which decide what conforms and from which the class table of `conformance` is exported.
"""
