"""The only room that opens sockets: the guarded HTTPS fetcher and its cache; knows no badge.

`https.HttpsFetcher` asks, `targets` says which addresses may be contacted, `pinned` makes one exchange with
one checked address, `cache.FetchCache` remembers answers. Redirects are followed by `qualitybadge.fetcher`.
"""
