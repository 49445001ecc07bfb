// PROJ: coordinate transformations and geodesics.
#include <proj.h>
#include <geodesic.h>
