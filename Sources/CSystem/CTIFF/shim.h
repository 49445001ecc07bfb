// libtiff 4.5: where the blocks of a TIFF are and how they are packed.
#include <tiffio.h>

// TIFFGetField answers through C's variable arguments, which Swift cannot call.
static inline int tuban_tiff_short(TIFF *file, uint32_t tag, uint16_t *value) {
    return TIFFGetFieldDefaulted(file, tag, value);
}
