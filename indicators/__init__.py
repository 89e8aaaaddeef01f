"""The domain: definitions in, numbers out. Pure: no screen, no SQL, no clock, no network.

`load_catalogue` reads the definitions, `build_cube` takes the facts, `compute` makes one indicator of them,
`score_groups` and `rank_attention` what leaders see first.
"""
