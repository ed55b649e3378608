# SPDX-License-Identifier: BSD-3-Clause
"""A private Internet on 127/8 with real servers, healthy and broken zones."""
