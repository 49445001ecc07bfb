// Zstandard: whole buffers.
#include <zstd.h>
