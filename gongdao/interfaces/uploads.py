"""Files as they arrive: hashed on the way, to disk where they are large, and never more than is taken.

What lies on disk has no name: when the request ends, or the program dies, the system takes it back.
"""

from __future__ import annotations

import re
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from gongdao.detectors.documents.files import HEAD, VIDEO_MOST
from gongdao.detectors.documents.videos import kind_of
from gongdao.kernel.refusal import Refusal

IN_MEMORY = 2_500_000
BESIDE = 1 << 20
"""What a form says beside its file."""

RECORDINGS = re.compile(r"/cases/[^/]+/exhibit|/api/v1/disputes/[^/]+/exhibit-files")
"""Where a recording may come in, and a body so large."""

RECORDING_TOO_LARGE = Refusal(
    "body_too_large",
    "上传的内容太大：视频最大500 MB，照片和 PDF 最大10 MB。",
    "What you send is too large: a video has up to 500 MB, a photograph or a PDF up to 10 MB.",
)


class Nameless(SpooledTemporaryFile[bytes]):
    """A file that is closed when nobody holds it: of a form that breaks off, Django closes the last file only."""

    def __del__(self) -> None:
        self.close()


class Streamed(FileUploadHandler):
    """Takes files in as they come: small ones to memory, larger ones to disk, both through a hash.

    What is over the limit is read and let go. What is kept then is over the limit as well, so that
    whoever looks at the file refuses it.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        settings.GONGDAO_UPLOADS.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.file = Nameless(IN_MEMORY, dir=str(settings.GONGDAO_UPLOADS))
        self.hashed, self.kept, self.most = sha256(), 0, 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """The next stretch of it."""
        if start == 0:
            video = kind_of(raw_data[:HEAD])
            self.most = VIDEO_MOST if video else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if self.kept <= self.most:
            self.file.write(raw_data)
            self.hashed.update(raw_data)
            self.kept += len(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any]:  # noqa: ARG002 - what is kept may be less
        """The file, from its beginning, with the digest of what is kept of it."""
        self.file.seek(0)
        made: UploadedFile[Any] = UploadedFile(
            self.file, self.file_name, self.content_type, self.kept, self.charset
        )
        made.digest = self.hashed.hexdigest()  # type: ignore[attr-defined]
        return made

    def upload_interrupted(self) -> None:
        """Whoever sent it has gone: nothing of it stays."""
        if hasattr(self, "file"):
            self.file.close()


def takes_recordings(request: HttpRequest) -> bool:
    """Whether a body at this address may hold a recording."""
    return RECORDINGS.fullmatch(request.path) is not None


def within(request: HttpRequest, most: int) -> bool:
    """Whether a body says its length, and is no longer than that."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdigit() and int(length) <= most


def digest_of(request: HttpRequest) -> bytes:
    """What tells a body from another: its bytes; where it may be too long for that, its fields and files."""
    if not (takes_recordings(request) and request.content_type == "multipart/form-data"):
        return sha256(request.body).digest()
    said = [(name, request.POST.getlist(name)) for name in sorted(request.POST)]
    sent = [
        (name, [getattr(file, "digest", "") for file in request.FILES.getlist(name)])
        for name in sorted(request.FILES)
    ]
    return sha256(repr((said, sent)).encode("utf-8", "backslashreplace")).digest()
