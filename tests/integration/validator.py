# SPDX-License-Identifier: BSD-3-Clause
"""libunbound from Python, for tests that must not trust our own C."""

import ctypes

SOA, A = 6, 1
IN = 1

OPTIONS = {
    "module-config:": "validator iterator",
    "do-not-query-localhost:": "no",
    "target-fetch-policy:": "0 0 0 0 0",
    "do-ip6:": "no",
    "val-sig-skew-min:": "0",
    "val-sig-skew-max:": "0",
    "qname-minimisation:": "no",
    "aggressive-nsec:": "no",
    "harden-algo-downgrade:": "no",
    "trust-anchor-signaling:": "no",
}


class Result(ctypes.Structure):
    """struct ub_result of <unbound.h>."""
    _fields_ = [
        ("qname", ctypes.c_char_p), ("qtype", ctypes.c_int),
        ("qclass", ctypes.c_int), ("data", ctypes.c_void_p),
        ("len", ctypes.c_void_p), ("canonname", ctypes.c_char_p),
        ("rcode", ctypes.c_int), ("answer_packet", ctypes.c_void_p),
        ("answer_len", ctypes.c_int), ("havedata", ctypes.c_int),
        ("nxdomain", ctypes.c_int), ("secure", ctypes.c_int),
        ("bogus", ctypes.c_int), ("why_bogus", ctypes.c_char_p),
        ("was_ratelimited", ctypes.c_int), ("ttl", ctypes.c_int),
    ]


def load():
    library = ctypes.CDLL("libunbound.so.8")
    library.ub_ctx_create.restype = ctypes.c_void_p
    library.ub_ctx_delete.argtypes = [ctypes.c_void_p]
    library.ub_ctx_set_option.argtypes = [ctypes.c_void_p, ctypes.c_char_p,
                                          ctypes.c_char_p]
    library.ub_ctx_add_ta_file.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    library.ub_resolve.argtypes = [
        ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_int,
        ctypes.POINTER(ctypes.POINTER(Result))]
    library.ub_resolve_free.argtypes = [ctypes.POINTER(Result)]
    return library


LIBRARY = load()


def verdict(lab, name, rdtype=A):
    """"secure", "insecure", "bogus" or "servfail", from an empty cache."""
    context = LIBRARY.ub_ctx_create()
    try:
        for option, value in {**OPTIONS,
                              "root-hints:": f"{lab}/root.hints"}.items():
            must(LIBRARY.ub_ctx_set_option(context, option.encode(),
                                           value.encode()), option)
        must(LIBRARY.ub_ctx_add_ta_file(context, f"{lab}/root.key".encode()),
             "trust anchor")
        return ask(context, name, rdtype)
    finally:
        LIBRARY.ub_ctx_delete(context)


def must(code, what):
    if code != 0:
        raise RuntimeError(f"libunbound refuses {what}: {code}")


def ask(context, name, rdtype):
    result = ctypes.POINTER(Result)()
    must(LIBRARY.ub_resolve(context, name.encode(), rdtype, IN,
                            ctypes.byref(result)), name)
    found = result.contents
    if found.bogus:
        text = "bogus"
    elif found.secure:
        text = "secure"
    else:
        text = "servfail" if found.rcode == 2 else "insecure"
    LIBRARY.ub_resolve_free(result)
    return text
