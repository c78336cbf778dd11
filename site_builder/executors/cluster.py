"""A Dask cluster put to work for a build, once it is sure to give the bytes this machine would."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.metadata import requires
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from site_builder.executors.sight import Places, Sight, differing, leave_token, look, make
from site_builder.workshop import Workshop

if TYPE_CHECKING:
    from site_builder.executors.on_dask import Cluster

_PATIENCE = 10  # seconds, for a scheduler to answer
_NOT_INSTALLED = (
    "没有安装 Dask，用不了 --executor。在项目文件夹里运行 "
    ".venv/bin/python -m pip install --require-hashes -r constraints.txt 安装。"
)
_NO_SCHEDULER = (
    "连不上 Dask 的调度器 {address}（等了 {seconds} 秒）。"
    "看看它有没有启动（dask scheduler），地址和端口对不对，防火墙放不放行，加密的设置是否一致。"
)
_NO_WORKERS = (
    "Dask 集群 {address} 没有工作节点。"
    "先在各台机器上运行 dask worker {address} --nworkers 核数 --nthreads 1。"
)
_THREADS = (
    "工作节点 {worker} 有 {count} 个线程，一个进程只能有一个。"
    "用 dask worker {address} --nworkers 核数 --nthreads 1 重新启动它。"
)
_CANNOT_RUN = (
    "工作节点 {worker} 运行不了公开：{error}。在那台机器上装同一版本的公开，再重新启动工作节点。"
)
_DIFFERENT = "工作节点 {worker} 的 {what}，生成的文件会不一样。换成同一版本，再重新启动工作节点。"
_NOT_SEEN = (
    "工作节点 {worker} 看不到 {path}，或看到的与这里的不同。"
    "项目和网站的文件夹要在各台机器共享的文件夹里，路径也要相同。"
)
_NOT_WRITTEN = "工作节点 {worker} 写不了 {path}。让启动工作节点的用户可以写这个文件夹。"


class UnusableClusterError(Exception):
    """A cluster cannot do the work; says in Chinese why and what to do."""


def connect(address: str, places: Places) -> Workshop:
    """Open a workshop on the cluster whose scheduler is at `address`, `HOST:PORT`.

    Nothing of the site is written before every worker has been found to have the same program, the
    same libraries and the same folders.

    Raises:
        UnusableClusterError: it cannot be reached, or is not fit.
    """
    try:
        from site_builder.executors.on_dask import Cluster
    except ImportError as error:
        raise UnusableClusterError(_NOT_INSTALLED) from error
    try:
        cluster = Cluster.at(address, _PATIENCE, make(_libraries()))
    except (OSError, RuntimeError) as error:  # the latter where one side encrypts
        words = _NO_SCHEDULER.format(address=address, seconds=_PATIENCE)
        raise UnusableClusterError(words) from error
    try:
        _must_be_fit(cluster, address, places)
        return Workshop(cluster.executors())
    except BaseException:
        cluster.close()
        raise


def _must_be_fit(cluster: Cluster, address: str, places: Places) -> None:
    threads = cluster.threads()
    if not threads:
        raise UnusableClusterError(_NO_WORKERS.format(address=address))
    for worker, count in threads.items():
        if count > 1:
            words = _THREADS.format(worker=worker, count=count, address=address)
            raise UnusableClusterError(words)
    places.site.parent.mkdir(parents=True, exist_ok=True)
    # Its name begins like the site's to come, so that the next build removes what a dead one left.
    with TemporaryDirectory(prefix=f"{places.site.name}-", dir=places.site.parent) as name:
        probe = Path(name)
        token = leave_token(probe)
        here = look(places, probe, _libraries())._replace(token=token)
        sights = cluster.run(look, places, probe, _libraries())
        for fault in _faults(sights, here, places, probe):
            raise UnusableClusterError(fault)


def _faults(
    sights: Mapping[str, Sight | Exception], here: Sight, places: Places, probe: Path
) -> Iterator[str]:
    for worker, there in sights.items():
        if isinstance(there, Exception):
            yield _CANNOT_RUN.format(worker=worker, error=there)
            continue
        if what := differing(there.make, here.make):
            yield _DIFFERENT.format(worker=worker, what=what)
        folder = places.site.parent
        seen = (
            (places.config_file, there.config == here.config),
            (places.notices, there.notices),
            (folder, there.token == here.token),
        )
        for path, same in seen:
            if not same:
                yield _NOT_SEEN.format(worker=worker, path=path)
        if not (there.written and (probe / there.written).exists()):
            yield _NOT_WRITTEN.format(worker=worker, path=folder)


def _libraries() -> tuple[str, ...]:
    """Return the names of the libraries that this program and its cluster use."""
    needed = (re.match(r"[\w.-]+", line) for line in requires("gongkai") or () if ";" not in line)
    return (*(found[0] for found in needed if found), "dask", "distributed")
