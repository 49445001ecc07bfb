"""The measured job as an analyst writes it: every step on whole arrays. usage: whole_arrays.py SCENE OUT.gpkg"""

import sys

import geopandas
import numpy as np
import rasterio
from rasterio import features
from scipy import ndimage

scene, out = sys.argv[1:]


def read(date, band):
    with rasterio.open(f"{scene}/{date}/{band}.tif") as file:
        array = file.read(1)
    return array if band.startswith("B0") else array.repeat(2, axis=0).repeat(2, axis=1)


def difference(a, b):
    return (a - b) / (a + b)


def indices(date):
    """Which pixels can be compared, and NDVI, NDBI, MNDWI and BSI."""
    usable = np.isin(read(date, "SCL"), [4, 5, 6, 7])
    bands = []
    for name in ("B02", "B03", "B04", "B08", "B11"):
        numbers = read(date, name)
        usable &= numbers > 0
        bands.append(numbers.astype("float32") * 0.0001 - 0.1)
    blue, green, red, nir, swir = bands
    with np.errstate(divide="ignore", invalid="ignore"):
        bare = difference(swir + red, nir + blue)
        return usable, np.stack([difference(nir, red), difference(swir, nir), difference(green, swir), bare])


with rasterio.open(f"{scene}/before/B04.tif") as file:
    transform, crs = file.transform, file.crs

usable, before = indices("before")
usable_after, after = indices("after")
usable &= usable_after
change = after - before
del before, after
usable &= np.isfinite(change).all(axis=0)
magnitude = np.sqrt((change**2).sum(axis=0))

compared = magnitude[usable]
median = np.median(compared)
threshold = median + 6 * 1.4826 * np.median(np.abs(compared - median))

changed = ndimage.binary_opening((magnitude > threshold) & usable, np.ones((2, 2)))
labels, count = ndimage.label(changed, np.ones((3, 3)))
pixels = np.bincount(labels.ravel(), minlength=count + 1)
large = pixels >= 5
large[0] = False
labels = np.where(large[labels], labels, 0).astype("int32")
kept = np.flatnonzero(large)

shapes = features.shapes(labels, mask=labels > 0, connectivity=8, transform=transform)
rows = [{"geometry": outline, "properties": {"patch": int(label)}} for outline, label in shapes]
patches = geopandas.GeoDataFrame.from_features(rows, crs=crs).dissolve("patch").loc[kept]
for number, name in enumerate(("ndvi", "ndbi", "mndwi", "bsi")):
    patches[name] = ndimage.mean(change[number], labels, kept)
patches["magnitude"] = ndimage.maximum(magnitude, labels, kept)
patches["pixels"] = pixels[kept]
patches.to_file(out, driver="GPKG")
print(len(patches))
