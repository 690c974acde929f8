"""How the Hub of the tests answers."""

import base64
import hashlib
import json
import re
from collections.abc import Callable

import yaml

from tests.hub.stored import Answer, File, Refused, Repository, Request


class Hub:
    """All repositories, and the answers."""

    def __init__(self, url: str, token: str):
        """`token` is the one that may write, and read what is private."""
        self.url, self.token = url, token
        self.repositories: dict[str, Repository] = {}
        self.objects: dict[str, bytes] = {}
        self._routes: list[tuple[str, Callable[..., Answer]]] = [
            (r"POST /api/repos/create", self._create),
            (r"POST /api/validate-yaml", self._validate),
            (r"GET /api/datasets/([^/]+/[^/]+)(?:/revision/(.+))?", self._info),
            (r"PUT /api/datasets/([^/]+/[^/]+)/settings", self._settings),
            (r"POST /api/datasets/([^/]+/[^/]+)/preupload/(.+)", self._preupload),
            (r"POST /api/datasets/([^/]+/[^/]+)/commit/(.+)", self._commit),
            (r"POST /api/datasets/([^/]+/[^/]+)/tag/(.+)", self._tag),
            (r"GET /api/datasets/([^/]+/[^/]+)/refs", self._refs),
            (r"GET /api/datasets/([^/]+/[^/]+)/tree/([^/]+)(?:/(.*))?", self._tree),
            (r"POST /api/datasets/([^/]+/[^/]+)/paths-info/(.+)", self._paths),
            (r"POST /datasets/([^/]+/[^/]+)\.git/info/lfs/objects/batch", self._batch),
            (r"PUT /lfs/([0-9a-f]{64})", self._put),
            (r"POST /lfs/verify", self._verify),
            (r"(?:GET|HEAD) /datasets/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", self._resolve),
        ]

    def add(self, name: str, private: bool, **files: str) -> Repository:
        """A repository that somebody made."""
        made = Repository(name, private)
        attributes = "*.parquet filter=lfs diff=lfs merge=lfs -text\n"
        made.commit({".gitattributes": File(attributes.encode(), False)}, "initial commit")
        self.repositories[name] = made
        for path, text in files.items():
            made.write(path.replace("__", "."), text)
        return made

    def answer(self, request: Request) -> Answer:
        """The answer to a request, carried out."""
        for pattern, act in self._routes:
            if found := re.fullmatch(pattern, request.line):
                try:
                    return act(request, *found.groups())
                except Refused as refused:
                    return refused.answer
        return Answer(404, {"error": f"no such page: {request.line}"})

    def _may(self, request: Request) -> bool:
        return request.headers.get("authorization", request.headers.get("Authorization")) == f"Bearer {self.token}"

    def _found(self, request: Request, name: str, write: bool = False) -> Repository:
        made = self.repositories.get(name)
        if made is None or (made.private and not self._may(request)):
            raise Refused(404, "Repository not found", "RepoNotFound")
        if write and not self._may(request):
            raise Refused(403, "You have no right to write here")
        return made

    def _create(self, request: Request) -> Answer:
        body = json.loads(request.body)
        if not self._may(request):
            raise Refused(401, "Invalid username or password.")
        name = f"{body.get('organization') or 'tester'}/{body['name']}"
        if name in self.repositories:
            return Answer(409, {"error": "You already created this dataset repo", "url": f"{self.url}/datasets/{name}"})
        self.add(name, body.get("visibility") == "private" or bool(body.get("private")))
        return Answer(200, {"url": f"{self.url}/datasets/{name}", "name": name, "id": name})

    def _validate(self, request: Request) -> Answer:
        head = re.match(r"---\n(.*?)\n---", json.loads(request.body)["content"], re.S)
        try:
            yaml.safe_load(head[1] if head else "")
        except yaml.YAMLError as error:
            return Answer(400, {"errors": [{"message": str(error)}], "warnings": []})
        return Answer(200, {"errors": [], "warnings": []})

    def _info(self, request: Request, name: str, revision: str | None) -> Answer:
        made = self._found(request, name)
        commit = made.at(revision or "main")
        shown = {"_id": "1", "id": name, "author": name.split("/")[0], "sha": commit.oid, "private": made.private}
        more = {"gated": False, "disabled": False, "tags": [], "downloads": 0, "likes": 0}
        return Answer(200, {**shown, **more, "siblings": [{"rfilename": path} for path in sorted(commit.files)]})

    def _settings(self, request: Request, name: str) -> Answer:
        made, body = self._found(request, name, write=True), json.loads(request.body)
        made.private = body.get("visibility", "private" if body.get("private", made.private) else "public") == "private"
        return Answer(200, {})

    def _preupload(self, request: Request, name: str, revision: str) -> Answer:
        files = self._found(request, name, write=True).at(revision).files
        answers = []
        for one in json.loads(request.body)["files"]:
            lfs = one["path"].endswith(".parquet") or b"\0" in base64.b64decode(one.get("sample", ""))
            told = {"path": one["path"], "uploadMode": "lfs" if lfs else "regular", "shouldIgnore": False}
            if there := files.get(one["path"]):
                told["oid"] = there.sha256 if there.lfs else there.blob
            answers.append(told)
        return Answer(200, {"files": answers})

    def _batch(self, request: Request, name: str) -> Answer:
        self._found(request, name, write=True)
        answers = []
        for one in json.loads(request.body)["objects"]:
            links = {"upload": {"href": f"{self.url}/lfs/{one['oid']}"}, "verify": {"href": f"{self.url}/lfs/verify"}}
            answers.append({**one, **({} if one["oid"] in self.objects else {"actions": links})})
        return Answer(200, {"transfer": "basic", "objects": answers})

    def _put(self, request: Request, oid: str) -> Answer:
        if hashlib.sha256(request.body).hexdigest() != oid:
            raise Refused(400, "these bytes have another hash")
        self.objects[oid] = request.body
        return Answer(200, {})

    def _verify(self, request: Request) -> Answer:
        body = json.loads(request.body)
        return Answer(200 if len(self.objects.get(body["oid"], b"")) == body["size"] else 422, {})

    def _commit(self, request: Request, name: str, branch: str) -> Answer:
        made = self._found(request, name, write=True)
        lines = [json.loads(line) for line in request.body.splitlines()]
        header, files = lines[0]["value"], dict(made.at(branch).files)
        if header.get("parentCommit") not in (None, made.head.oid):
            raise Refused(412, "A commit has happened since. Please refresh and try again.")
        for one in lines[1:]:
            value = one["value"]
            if one["key"] == "file":
                files[value["path"]] = File(base64.b64decode(value["content"]), False)
            elif one["key"] == "lfsFile":
                if value["oid"] not in self.objects:
                    raise Refused(400, f"there is no object for {value['path']}")
                files[value["path"]] = File(self.objects[value["oid"]], True)
            else:
                del files[value["path"]]
        commit = made.commit(files, header["summary"])
        return Answer(200, {"commitOid": commit.oid, "commitUrl": f"{self.url}/datasets/{name}/commit/{commit.oid}"})

    def _tag(self, request: Request, name: str, revision: str) -> Answer:
        made, tag = self._found(request, name, write=True), json.loads(request.body)["tag"]
        if tag in made.tags:
            raise Refused(409, "Tag reference exists already")
        made.tags[tag] = made.at(revision).oid
        return Answer(200, {})

    def _refs(self, request: Request, name: str) -> Answer:
        made = self._found(request, name)
        tags = [{"name": tag, "ref": f"refs/tags/{tag}", "targetCommit": oid} for tag, oid in made.tags.items()]
        branch = {"name": "main", "ref": "refs/heads/main", "targetCommit": made.head.oid}
        return Answer(200, {"branches": [branch], "tags": tags, "converts": []})

    def _tree(self, request: Request, name: str, revision: str, below: str | None) -> Answer:
        files = self._found(request, name).at(revision).files
        start = f"{below.rstrip('/')}/" if below else ""
        inside = {path: one for path, one in sorted(files.items()) if path.startswith(start)}
        folders = {path[: match.start()] for path in inside for match in re.finditer("/", path)} - {start.rstrip("/")}
        shown = [{"type": "directory", "path": path, "oid": "0" * 40, "size": 0} for path in sorted(folders)]
        shown += [one.entry(path) for path, one in inside.items()]
        if request.query.get("recursive", "").lower() not in ("true", "1"):
            shown = [one for one in shown if "/" not in str(one["path"]).removeprefix(start)]
        if not shown and start:
            raise Refused(404, f"{below} does not exist", "EntryNotFound")
        return Answer(200, shown)

    def _paths(self, request: Request, name: str, revision: str) -> Answer:
        files = self._found(request, name).at(revision).files
        return Answer(200, [files[path].entry(path) for path in json.loads(request.body)["paths"] if path in files])

    def _resolve(self, request: Request, name: str, revision: str, path: str) -> Answer:
        commit = self._found(request, name).at(revision)
        if path not in commit.files:
            refused = Refused(404, "Entry not found", "EntryNotFound")
            refused.answer.headers["X-Repo-Commit"] = commit.oid
            raise refused
        file = commit.files[path]
        headers = {"X-Repo-Commit": commit.oid, "ETag": f'"{file.sha256 if file.lfs else file.blob}"'}
        if file.lfs:
            headers |= {"X-Linked-Size": str(len(file.data)), "X-Linked-ETag": f'"{file.sha256}"'}
        span = re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("Range", request.headers.get("range", "")))
        if span is None:
            return Answer(200, body=file.data, headers=headers)
        first, last = int(span[1]), int(span[2] or len(file.data) - 1)
        headers["Content-Range"] = f"bytes {first}-{last}/{len(file.data)}"
        return Answer(206, body=file.data[first : last + 1], headers=headers)
