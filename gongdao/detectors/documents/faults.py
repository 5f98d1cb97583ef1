"""What can be wrong with a file, each fault with its name and its sentence."""

from __future__ import annotations

from enum import Enum

from gongdao.kernel.words import Words


class Fault(Enum):
    """Why a file is not taken. The name is stable; the sentence says what to send instead."""

    FILE_EMPTY = Words("文件是空的，请重新选择。", "The file is empty; choose another.")
    FILE_TOO_LARGE = Words(
        "文件超过10 MB，请压缩或拆分后再上传。",
        "The file is over 10 MB; make it smaller or split it.",
    )
    FILE_KIND_OTHER = Words(
        "只接受 PDF、JPEG、PNG、WebP（作为案件证据还可以是 MP4、MOV、WebM 视频）；文件以内容为准，不看扩展名。",
        "Only PDF, JPEG, PNG and WebP are taken (as exhibits MP4, MOV and WebM, too), by content, not by name.",
    )
    FILE_IS_PROGRAM = Words(
        "这是可执行程序或者脚本，不是文件材料。", "This is a program or a script, not a document."
    )
    FILE_IS_ARCHIVE = Words(
        "不接受压缩包，请上传其中的 PDF 或图片。",
        "Archives are not taken; send the PDF or the picture that is in it.",
    )
    FILE_IS_BOMB = Words(
        "文件解开后大得不正常，已拒收。", "Unpacked, the file is absurdly large; it is refused."
    )
    FILE_IS_MANY = Words(
        "文件里藏有另一种文件，请重新导出一份干净的。",
        "Another kind of file is hidden in this one; export a clean copy.",
    )
    FILE_IS_MALWARE = Words(
        "文件带有已知的恶意代码特征，已拒收。",
        "The file carries a known mark of malware; it is refused.",
    )
    PDF_LOCKED = Words(
        "PDF 有密码或者加密，审核人员打不开；请去掉密码再上传。",
        "The PDF is locked with a password or encrypted; remove that and send it again.",
    )
    PDF_ACTIVE = Words(
        "PDF 含有脚本、自动动作或者附件，请打印成普通 PDF 再上传。",
        "The PDF holds scripts, actions or attachments; print it to a plain PDF.",
    )
    PDF_BROKEN = Words("PDF 已损坏，打不开。", "The PDF is damaged and does not open.")
    PICTURE_BROKEN = Words("图片已损坏，打不开。", "The picture is damaged and does not open.")
    VIDEO_BROKEN = Words(
        "视频已损坏，或者不是普通的 MP4、MOV、WebM。",
        "The video is damaged, or no plain MP4, MOV or WebM.",
    )
    VIDEO_TOO_LARGE = Words(
        "视频超过500 MB，请剪短或降低清晰度后再上传。",
        "The video is over 500 MB; cut it or lower its resolution and send it again.",
    )
    PICTURE_TOO_LARGE = Words(
        "图片像素过大，请缩小到五千万像素以内。",
        "The picture has too many pixels; keep it under fifty million.",
    )
    PICTURE_TOO_SMALL = Words(
        "图片太小，看不清内容；短边至少200像素。",
        "The picture is too small to be read: its short side needs 200 pixels.",
    )
