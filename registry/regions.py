"""Provinces, cities and counties by their six-digit code (GB/T 2260).

The counties, with the years in which each code was in use, are the data that python-stdnum ships
for resident IDs.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from registry.frozen import Frozen

_PROVINCE_ROWS = (
    ("11", "北京市", "Beijing"),
    ("12", "天津市", "Tianjin"),
    ("13", "河北省", "Hebei"),
    ("14", "山西省", "Shanxi"),
    ("15", "内蒙古自治区", "Inner Mongolia"),
    ("21", "辽宁省", "Liaoning"),
    ("22", "吉林省", "Jilin"),
    ("23", "黑龙江省", "Heilongjiang"),
    ("31", "上海市", "Shanghai"),
    ("32", "江苏省", "Jiangsu"),
    ("33", "浙江省", "Zhejiang"),
    ("34", "安徽省", "Anhui"),
    ("35", "福建省", "Fujian"),
    ("36", "江西省", "Jiangxi"),
    ("37", "山东省", "Shandong"),
    ("41", "河南省", "Henan"),
    ("42", "湖北省", "Hubei"),
    ("43", "湖南省", "Hunan"),
    ("44", "广东省", "Guangdong"),
    ("45", "广西壮族自治区", "Guangxi"),
    ("46", "海南省", "Hainan"),
    ("50", "重庆市", "Chongqing"),
    ("51", "四川省", "Sichuan"),
    ("52", "贵州省", "Guizhou"),
    ("53", "云南省", "Yunnan"),
    ("54", "西藏自治区", "Tibet"),
    ("61", "陕西省", "Shaanxi"),
    ("62", "甘肃省", "Gansu"),
    ("63", "青海省", "Qinghai"),
    ("64", "宁夏回族自治区", "Ningxia"),
    ("65", "新疆维吾尔自治区", "Xinjiang"),
    ("71", "台湾省", "Taiwan"),
    ("81", "香港特别行政区", "Hong Kong"),
    ("82", "澳门特别行政区", "Macao"),
)
# Parts of a city's code that name no city: 市辖区, 县, and counties run by the province.
_NOT_A_CITY = ("市辖区", "县", "林区", "省直辖县级行政单位", "自治区直辖县级行政单位")
_IN_USE = re.compile(r"(?:\[(\d*)-(\d*)\])?([^,\[]+)")
_ROW = re.compile(r'^\s*(\d+) (province|county)="(.*)"$')


class Province(Frozen):
    """A province, autonomous region, municipality or special administrative region."""

    code: str
    zh: str
    en: str


class Region(Frozen):
    """A county, or a city or province where the code ends in zeros; `city` is None where the
    county answers to the province directly (municipalities, 省直辖)."""

    code: str
    name: str
    province: Province
    city: str | None
    in_use: bool = True

    @property
    def full_name(self) -> str:
        """Province, city and county, each once."""
        parts = dict.fromkeys((self.province.zh, self.city or "", self.name))
        return "".join(parts)


PROVINCES: Mapping[str, Province] = MappingProxyType(
    {code: Province(code=code, zh=zh, en=en) for code, zh, en in _PROVINCE_ROWS}
)


def province_of(code: str) -> Province | None:
    """The province of any code that begins with its two digits, e.g. a region or an ID number."""
    return PROVINCES.get(code[:2])


def region(code: str) -> Region | None:
    """The region with this six-digit code, current or retired; None if there never was one."""
    return _table().get(code)


def cities(province_code: str) -> tuple[Region, ...]:
    """The cities of a province now, in order of code; none in a municipality."""
    return tuple(
        row
        for row in _table().values()
        if row.in_use and row.code[:2] == province_code[:2] and _is_city(row.code, row.name)
    )


def counties(code: str) -> tuple[Region, ...]:
    """The counties now under a province (two digits given) or a city (four or six digits)."""
    start = code[:2] if code[2:] in ("", "0000") else code[:4]
    return tuple(
        row
        for row in _table().values()
        if row.in_use
        and row.code.startswith(start)
        and not row.code.endswith("00")
        and row.name not in _NOT_A_CITY
    )


def contains(area: str, code: str) -> bool:
    """Whether the county `code` lies in `area`, a province (2), city (4) or county (6 digits)."""
    return code.startswith(area.removesuffix("00").removesuffix("00"))


def _is_city(code: str, name: str) -> bool:
    return code.endswith("00") and code[2:4] != "00" and name not in _NOT_A_CITY


@cache
def _table() -> Mapping[str, Region]:
    names = _names()
    table = {}
    for code, (name, in_use) in names.items():
        city, _ = names.get(code[:4] + "00", ("", False))
        named_city = city if _is_city(code[:4] + "00", city) and city else None
        table[code] = Region(
            code=code, name=name, province=PROVINCES[code[:2]], city=named_city, in_use=in_use
        )
    return MappingProxyType(table)


def _names() -> dict[str, tuple[str, bool]]:
    """The latest name of each code, and whether the code is still in use."""
    names = {}
    province = ""
    for line in files("stdnum.cn").joinpath("loc.dat").read_text("utf-8").splitlines():
        row = _ROW.match(line)
        if not row:
            continue
        if row[2] == "province":
            province = row[1]
        else:
            names[province + row[1]] = _latest(row[3])
    return names


def _latest(uses: str) -> tuple[str, bool]:
    """Of "[-1997]通县,[1997-]通州区" the last name, and whether its years are open."""
    last = list(_IN_USE.finditer(uses))[-1]
    return last[3], not last[2]
