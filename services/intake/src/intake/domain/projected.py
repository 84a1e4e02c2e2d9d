"""Points in the City's plane: MTM zone 8, NAD83 (EPSG:2950), as its open data has them.

Within that zone NAD83 and WGS84 are taken for one: they differ by about a metre.
"""

from math import cos, radians, sin, sqrt, tan

from intake.domain.twins import Point

# GRS 1980; the zone has its central meridian at 73.5 degrees west.
_A, _F = 6_378_137.0, 1 / 298.257222101
_E2 = _F * (2 - _F)
_MERIDIAN, _SCALE, _EASTING = -73.5, 0.9999, 304_800.0


def mtm8(point: Point) -> tuple[float, float]:
    """Easting and northing in metres, good to a centimetre within three degrees of the meridian.

    Source: the transverse Mercator series of Snyder, Map Projections (USGS 1395), §8.
    """
    latitude = radians(point.latitude)
    second = _E2 / (1 - _E2)
    n = _A / sqrt(1 - _E2 * sin(latitude) ** 2)
    t, c = tan(latitude) ** 2, second * cos(latitude) ** 2
    a = cos(latitude) * radians(point.longitude - _MERIDIAN)
    east = a + (1 - t + c) * a**3 / 6 + (5 - 18 * t + t**2 + 72 * c - 58 * second) * a**5 / 120
    north = (
        a**2 / 2
        + (5 - t + 9 * c + 4 * c**2) * a**4 / 24
        + (61 - 58 * t + t**2 + 600 * c - 330 * second) * a**6 / 720
    )
    x = _EASTING + _SCALE * n * east
    y = _SCALE * (_along_the_meridian(latitude) + n * tan(latitude) * north)
    return x, y


def _along_the_meridian(latitude: float) -> float:
    """Metres from the equator."""
    e4, e6 = _E2**2, _E2**3
    return _A * (
        (1 - _E2 / 4 - 3 * e4 / 64 - 5 * e6 / 256) * latitude
        - (3 * _E2 / 8 + 3 * e4 / 32 + 45 * e6 / 1024) * sin(2 * latitude)
        + (15 * e4 / 256 + 45 * e6 / 1024) * sin(4 * latitude)
        - (35 * e6 / 3072) * sin(6 * latitude)
    )
