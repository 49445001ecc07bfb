"""Regions of a mask, numbered or traced by a library; prints the median of three times in seconds and what was found.
usage: regions.py mask CHANGE.tif THRESHOLD MASK | noise SIDE MASK | scipy|opencv|shapes MASK THREADS"""

import sys
import time

import numpy as np


def median_of_three(work):
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    return sorted(seconds)[1], result


def load(path):
    mask = np.fromfile(path, "uint8")
    side = int(mask.size**0.5)
    return mask.reshape(side, side)


def scipy(mask):
    from scipy import ndimage

    return ndimage.label(mask, np.ones((3, 3)))[1]


def opencv(mask):
    import cv2

    return cv2.connectedComponents(mask, connectivity=8, ltype=cv2.CV_32S)[0] - 1


def shapes(mask):
    from rasterio import features
    from scipy import ndimage

    labels, _ = ndimage.label(mask, np.ones((3, 3)))
    outlines = features.shapes(labels.astype("int32"), mask=mask > 0, connectivity=8)
    return sum(1 for _ in outlines)


what, path = sys.argv[1:3]
if what == "mask":
    import rasterio
    from scipy import ndimage

    with rasterio.open(path) as file:
        changed = (file.read(1) >= float(sys.argv[3])) & (file.read(3) == 1)
    changed = ndimage.binary_opening(changed, np.ones((2, 2)))
    changed.astype("uint8").tofile(sys.argv[4])
elif what == "noise":
    side = int(path)
    np.random.default_rng(1).choice([0, 1], (side, side), p=[0.6, 0.4]).astype("uint8").tofile(sys.argv[3])
else:
    if what == "opencv":
        import cv2

        cv2.setNumThreads(int(sys.argv[3]))
    image = load(path)
    work = {"scipy": scipy, "opencv": opencv, "shapes": shapes}[what]
    print(*median_of_three(lambda: work(image)))
