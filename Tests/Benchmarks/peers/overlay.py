"""Lays patches over parcels with geopandas: overlay.py FOLDER [PAIRS]

Prints the seconds of geopandas.overlay without reading, CPU seconds, pairs and square metres in the plane. PAIRS is what
`patch-benchmark overlay --pairs` left on an equal-area system; every pair is then held against shapely, both shapes moved
to the patch's corner, which loses no digit: the line ends with how many areas differ by more than 10⁻⁹ of themselves, and
by how many square metres at most."""

import struct
import sys
import time

import geopandas
import numpy
import shapely


def read(path):
    with open(path, "rb") as file:
        data = file.read()
    shapes, place = [], 0
    while place < len(data):
        (length,) = struct.unpack_from("<I", data, place)
        shapes.append(data[place + 4 : place + 4 + length])
        place += 4 + length
    return shapely.from_wkb(numpy.array(shapes, dtype=object))


def moved(shapes, corners):
    points, owners = shapely.get_coordinates(shapes, return_index=True)
    return shapely.set_coordinates(shapes.copy(), points - corners[owners])


parcels = read(f"{sys.argv[1]}/parcels.bin")
patches = read(f"{sys.argv[1]}/patches.bin")
if len(sys.argv) == 2:
    left = geopandas.GeoDataFrame({"patch": numpy.arange(len(patches))}, geometry=patches)
    right = geopandas.GeoDataFrame({"parcel": numpy.arange(len(parcels))}, geometry=parcels)
    start, processor = time.perf_counter(), time.process_time()
    result = geopandas.overlay(left, right, how="intersection", keep_geom_type=True)
    areas = result.area
    seconds, used = time.perf_counter() - start, time.process_time() - processor
    print(f"{seconds:.3f} {used:.3f} {int((areas > 0).sum())} {areas.sum():.4f}")
else:
    pairs = numpy.fromfile(sys.argv[2], dtype=[("patch", "<i4"), ("parcel", "<i4"), ("area", "<f8")])
    corners = shapely.bounds(patches)[pairs["patch"], :2]
    expected = shapely.area(
        shapely.intersection(
            moved(patches[pairs["patch"]], corners), moved(parcels[pairs["parcel"]], corners)
        )
    )
    error = abs(pairs["area"] - expected)
    print(f"{len(pairs)} {(error > 1e-9 * expected).sum()} {error.max():.3g}")
