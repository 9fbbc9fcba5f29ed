"""Read and write status information: bit lists, entries, list credentials; fetches and verifies nothing.

`bitstring` is the list of bits, `listing` a list credential read, `entries` what a credential says about its
own status, `revocation` the plain list of revoked ids. `qualitybadge.verify.statuses` puts them together.
"""
