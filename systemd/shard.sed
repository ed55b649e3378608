# SPDX-License-Identifier: BSD-3-Clause
# shard.sed - make forewarnd@.service, one shard of several, of
# forewarnd.service: the same settings, and a share and places of its own.
s|^Description=DNSSEC watch|&, shard %i|
s|^ExecStart=.*|& --shard %i|
s|^StateDirectory=.*|&/%i|
s|^RuntimeDirectory=.*|&/%i|
