// The C library's own allocator: Swift's import of it leaves malloc.h out.
#include <malloc.h>
