// libdeflate: whole buffers of DEFLATE, and CRC-32.
#include <libdeflate.h>
