// The reentrant C interface of GEOS.
#include <geos_c.h>
