// The C interface of GDAL and OGR 3.6; no C code of our own.
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <gdal_frmts.h>
#include <gdal_utils.h>
#include <gdal_version.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
