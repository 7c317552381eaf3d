# SPDX-License-Identifier: GPL-3.0-or-later
# Writes a vault as src/keys/seal.h and vault_body.c describe it, with nothing of vigie: argon2-cffi, PyNaCl, hashlib.
# Prints it in hex; tests/unit/keys_seal.h carries the result as a vector from outside.
import hashlib, struct
from argon2.low_level import hash_secret_raw, Type
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as seal, crypto_sign_seed_keypair

def container(kind, content, passphrase, passes, memory, salt, nonce, open_part, secret):
    k = hash_secret_raw(passphrase, salt, passes, memory, 1, 64, Type.ID)
    check = hashlib.blake2b(k[32:], digest_size=32).digest()[:16]
    head = b"VIGIESL\x1a" + kind + struct.pack("<HHII", 1, content, passes, memory) + salt + check + nonce
    head += struct.pack("<II", len(open_part), len(secret) + 16) + open_part
    body = head + seal(secret, head, nonce, k[:32])
    return body + hashlib.blake2b(body, digest_size=32).digest()

def label(s): return bytes([len(s)]) + s

genesis = bytes([7] * 32)
seed = bytes([1] * 32)
pub = crypto_sign_seed_keypair(seed)[0]
watched = bytes.fromhex("8139770ea87d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394")
open_part = genesis + struct.pack("<QH", 5, 2)
open_part += struct.pack("<IBB", 2, 0, 0) + pub + label(b"Household") + struct.pack("<IBB", 3, 0, 1) + watched + label("Épicerie".encode())
secret = struct.pack("<IBH", 4, 0, 1) + struct.pack("<IBQ", 1, 2, 1700000000) + label(b"Old paper") + struct.pack("<H", 0) + bytes([32]) + seed
secret += struct.pack("<H", 2) + struct.pack("<IIBB", 2, 1, 0, 1) + pub + label(b"Household") + b"\0"
secret += struct.pack("<IIBB", 3, 0, 0, 0) + watched + label("Épicerie".encode()) + b"\0"
print(container(b"VALT", 1, b"correct horse", 1, 64, bytes(range(16)), bytes(range(24)), open_part, secret).hex())
print(container(b"BKUP", 3, b"correct horse", 2, 64, bytes(range(16)), bytes(range(24)), b"shown", b"hidden words").hex())
