# What runs beside a submission: Python, NumPy, PyTorch (CPU), matplotlib and the far side. No tests,
# no references, no data. `grader image build` builds it; the versions are those of constraints.txt.
ARG BASE=python:3.12-slim-bookworm@sha256:782412e85d0f0984994c290652577d4018aff08145c85b262bb63dc0c7522254

FROM ${BASE} AS packages
# A package index other than pip's own, and the one with PyTorch's CPU builds; neither is asked when
# the folder wheels/ of the build context holds anything.
ARG INDEX=
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
COPY constraints.txt /build/
COPY wheels/ /build/wheels/
RUN python3 -m venv /opt/grader \
    && if [ -n "$(ls /build/wheels)" ]; then set -- --no-index --find-links /build/wheels; \
       else set -- ${INDEX:+--index-url "$INDEX"} --extra-index-url "$TORCH_INDEX"; fi \
    && /opt/grader/bin/pip install --no-cache-dir --disable-pip-version-check --progress-bar off \
       --constraint /build/constraints.txt "$@" numpy msgspec torch matplotlib \
    && /opt/grader/bin/pip uninstall --quiet --yes pip

FROM ${BASE}
COPY --from=packages /opt/grader /opt/grader
COPY grader/ /opt/grader/agent/grader/
# The container's root is read-only, and the public Python image comes without compiled files.
RUN /opt/grader/bin/python -m compileall -q /opt/grader/agent \
    "$(/opt/grader/bin/python -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')"
ENV MPLBACKEND=Agg
