"""How a borough and its departments are called, by its grid. Names of places and offices only."""

from pydantic import BaseModel, ConfigDict


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Named(_Frozen):
    """A department (service municipal); the French name stands where there is no English one."""

    code: str
    fr: str
    en: str = ""


class GridNames(_Frozen):
    """Empty where the grid was kept before its names were."""

    fr: str = ""
    en: str = ""
    departments: tuple[Named, ...] = ()
