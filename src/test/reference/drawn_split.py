"""The rows that DataSplitIT must hold out: Spark's xxhash64 and the rule of RowDraws in plain Python, without packages.

    python3 drawn_split.py
"""

import struct

MASK = (1 << 64) - 1
P1, P2, P3, P4, P5 = (
    0x9E3779B185EBCA87,
    0xC2B2AE3D27D4EB4F,
    0x165667B19E3779F9,
    0x85EBCA77C2B2AE63,
    0x27D4EB2F165667C5,
)


def rotate(value, bits):
    return ((value << bits) | (value >> (64 - bits))) & MASK


def xxh64(content, seed):
    """XXH64 of fewer than 32 bytes."""
    assert len(content) < 32
    digest = (seed + P5 + len(content)) & MASK
    while len(content) >= 8:
        lane = int.from_bytes(content[:8], "little") * P2 & MASK
        digest = (rotate(digest ^ (rotate(lane, 31) * P1 & MASK), 27) * P1 + P4) & MASK
        content = content[8:]
    if len(content) >= 4:
        digest = (rotate(digest ^ (int.from_bytes(content[:4], "little") * P1 & MASK), 23) * P2 + P3) & MASK
        content = content[4:]
    for byte in content:
        digest = rotate(digest ^ (byte * P5 & MASK), 11) * P1 & MASK
    digest = (digest ^ (digest >> 33)) * P2 & MASK
    digest = (digest ^ (digest >> 29)) * P3 & MASK
    return digest ^ (digest >> 32)


def spark_hash(values):
    """Spark's xxhash64: each value, by its type, with the hash of those before as seed; None is skipped."""
    digest = 42
    for kind, value in values:
        if kind == "int":
            digest = xxh64(struct.pack("<i", value), digest)
        elif kind == "long":
            digest = xxh64(struct.pack("<q", value), digest)
        elif kind == "double":
            digest = xxh64(struct.pack("<d", value or 0.0), digest)
        elif value is not None:
            digest = xxh64(value.encode(), digest)
    return digest


def signed(value):
    return value - (1 << 64) if value >> 63 else value


def fingerprint(row, salt):
    parts = [("int", salt)]
    for position, values in enumerate(row):
        parts += [("int", position)] + values
    return spark_hash(parts)


def row(i, negatives):
    """id, a dense vector as Spark's VectorUDT stores it (type 1, size and indices null), a map as JSON, null, texts."""
    positive = i >= negatives
    return [
        [("int", i)],
        [("int", 1), ("double", float(i)), ("double", float(-i))],
        [("text", '{"map":{"k":%d}}' % i)],
        [("text", None)],
        [("text", "yes" if positive else "no")],
        [("double", 1.0 if positive else 0.0)],
    ]


def draw(content, seed, ordinal=1):
    prints = [("long", signed(fingerprint(content, salt))) for salt in (0, 1)]
    return spark_hash([("long", seed)] + prints + [("int", ordinal)]) >> 1


def held_out(negatives, positives, fraction, seed):
    chosen = []
    for ids in (range(negatives), range(negatives, negatives + positives)):
        ranked = sorted(ids, key=lambda i: draw(row(i, negatives), seed))
        chosen += ranked[: round(len(ids) * fraction)]
    return sorted(chosen)


if __name__ == "__main__":
    print(", ".join(map(str, held_out(97, 31, 0.25, 42))))
