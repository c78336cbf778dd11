# Keeps to what GNU make 3.81 (macOS) and a POSIX shell know.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# constraints.txt holds what the site needs, then this line, then what only the tests need.
TEST_ONLY := \# Below: only for make test.
SOURCES = $(wildcard site_builder tests bench docs)

.DEFAULT_GOAL := help
.PHONY: help site serve test audit lock bench bench-search clean rebuild-venv

help:
	@echo '用法：make <目标>'
	@echo
	@echo '  site    安装依赖并生成网站，结果在 site/'
	@echo '  serve   在本机预览网站，内容改动后自动刷新'
	@echo '  test    安装测试工具，检查代码并运行全部测试'
	@echo '  audit   查依赖的各个版本有没有公布的漏洞（要联网）'
	@echo '  bench   测量生成速度，与装有的别家比较'
	@echo '  bench-search  测量检索，与装有的别家比较'
	@echo '  lock    重新选定全部依赖的版本，改写 constraints.txt'
	@echo '  clean   删除 .venv/、site/ 及各种缓存'
	@echo
	@echo '需要 Python 3.11 或更新版本；可以指定，例如：make site PYTHON=python3.12'

site: $(VENV)/site.stamp
	@$(BIN)/site-builder build

serve: $(VENV)/site.stamp
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve

test: $(VENV)/test.stamp
	@sh tests/browser-setup.sh
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy $(SOURCES)
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -n auto

# pip-audit is kept out of the environment that it looks at, and none of it is installed.
audit: $(VENV)/venv.stamp
	@$(BIN)/python -m venv --clear $(VENV)/audit
	@$(VENV)/audit/bin/python -m pip --disable-pip-version-check --quiet install 'pip-audit>=2.7,<3' || \
	    { echo 'pip-audit 没有装好，原因见上。查漏洞要联网；断网的电脑上不能运行。' >&2; exit 1; }
	@$(VENV)/audit/bin/pip-audit --progress-spinner off --strict --disable-pip --require-hashes \
	    -r constraints.txt || \
	    { echo '没有通过，原因见上。有漏洞的依赖，用 make lock 换到修好的版本；写着 could not be audited 的是没有查成，要能直接连到 PyPI。' >&2; exit 1; }

bench: $(VENV)/site.stamp
	@$(BIN)/python -m bench $(ARGUMENTS)

bench-search: $(VENV)/test.stamp
	@sh tests/browser-setup.sh
	@$(BIN)/python -m bench.search $(ARGUMENTS)

clean:
	rm -rf $(VENV) site dist build .cache .coverage htmlcov .hypothesis .import_linter_cache \
	    .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- The virtual environment -------------------------------------------------------------------

# It is made anew when an install broke off half-way, and when the checkout has moved, for a
# virtual environment holds its own path.
ifneq ($(wildcard $(VENV)/installing),)
$(VENV)/venv.stamp: rebuild-venv
else ifneq ($(wildcard $(VENV)/venv.stamp),)
ifneq ($(shell cat $(VENV)/venv.stamp),$(CURDIR))
$(VENV)/venv.stamp: rebuild-venv
endif
endif

define INSTALL_FAILED
{ echo '依赖没有装好，原因见上。常见的是网络不通：请检查网络或 pip 的镜像设置，然后重新运行。' >&2; exit 1; }
endef

$(VENV)/venv.stamp:
	@command -v "$(PYTHON)" >/dev/null || \
	    { echo '找不到 $(PYTHON)。请安装 Python 3.11 或更新版本，或者指定：make PYTHON=<路径> …' >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo '需要 Python 3.11 或更新版本，而 $(PYTHON) 是'" $$("$(PYTHON)" -V 2>&1)。"; \
	      echo '请安装新版本，然后指定，例如：make site PYTHON=python3.12'; exit 1; } >&2
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || \
	    { echo '$(PYTHON) 缺少 venv 模块。Debian、Ubuntu 请运行：sudo apt install python3-venv' >&2; exit 1; }
	@echo '正在建立虚拟环境 $(VENV)/ …'
	@"$(PYTHON)" -m venv --clear $(VENV)
	@printf '%s\n' "$(CURDIR)" > $@

$(VENV)/site.stamp: $(VENV)/venv.stamp pyproject.toml constraints.txt
	@echo '正在安装依赖（第一次需要一两分钟）…'
	@touch $(VENV)/installing
	@sed '/^$(TEST_ONLY)/,$$d' constraints.txt > $(VENV)/site.txt
	@$(PIP) install --require-hashes -r $(VENV)/site.txt || $(INSTALL_FAILED)
	@$(PIP) install --no-deps --no-build-isolation -e . || $(INSTALL_FAILED)
	@rm $(VENV)/installing
	@conflicts=$$($(BIN)/python -m pip check 2>&1) || \
	    { echo "$$conflicts"; echo 'constraints.txt 与 pyproject.toml 不一致，请运行：make lock'; exit 1; } >&2
	@touch $@

$(VENV)/test.stamp: $(VENV)/site.stamp
	@echo '正在安装测试工具 …'
	@touch $(VENV)/installing
	@$(PIP) install --require-hashes -r constraints.txt || $(INSTALL_FAILED)
	@rm $(VENV)/installing
	@touch $@

# --- constraints.txt ---------------------------------------------------------------------------

LOCK := $(VENV)/lock
COMPILE = $(LOCK)/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 \
    --generate-hashes --no-header --no-annotate pyproject.toml -

# The whole is resolved first, and the site's part within it, so that the two always agree.
lock: $(VENV)/venv.stamp
	@echo '正在选定依赖的版本 …'
	@$(BIN)/python -m venv --clear $(LOCK)
	@$(LOCK)/bin/python -m pip --disable-pip-version-check --quiet install 'uv>=0.9,<1'
	@$(BIN)/python -c 'import tomllib; \
	    print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
	    > $(LOCK)/build.in
	@$(COMPILE) --extra all --extra test -o $(LOCK)/all.txt < $(LOCK)/build.in
	@$(COMPILE) --extra all -c $(LOCK)/all.txt -o $(LOCK)/site.txt < $(LOCK)/build.in
	@{ echo '# Made by "make lock" from pyproject.toml, for every platform and Python 3.11 and newer.'; \
	   cat $(LOCK)/site.txt; \
	   echo '$(TEST_ONLY)'; \
	   awk 'NR == FNR { site[$$0]; next } /^[^ ]/ { keep = !($$0 in site) } keep' \
	       $(LOCK)/site.txt $(LOCK)/all.txt; } > $(LOCK)/constraints.txt
	@mv $(LOCK)/constraints.txt constraints.txt
	@echo 'constraints.txt 已更新，请运行 make test 确认。'
