// zlib: DEFLATE that stops where it is told to, so that the first rows of a block can be had without the rest. Its
// inflateInit is a macro, which Swift does not see.
#include <string.h>
#include <zlib.h>

/// Unpacks the first bytes of a zlib stream; how many there were, at most `wanted`, or -1 where it is none.
static inline long tuban_inflate_start(const void *packed, size_t count, void *bytes, size_t wanted) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (inflateInit(&stream) != Z_OK) return -1;
    stream.next_in = (Bytef *)packed;
    stream.avail_in = (uInt)count;
    stream.next_out = (Bytef *)bytes;
    stream.avail_out = (uInt)wanted;
    int result = inflate(&stream, Z_SYNC_FLUSH);
    long unpacked = (long)stream.total_out;
    inflateEnd(&stream);
    return result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR ? unpacked : -1;
}
