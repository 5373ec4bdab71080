"""Files between the preview and the word to add them."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from diary.db import Base, EncryptedText, EnumText, Id, UtcDateTime, one_of, table
from diary.imports.rules import FileKind


class Upload(Base):
    """One file. Its content is dropped when it is added. The counts stay for the result page."""

    __tablename__ = "uploads"
    __table_args__ = table(
        one_of("kind", FileKind),
        Index(None, "patient_id"),
        rights="not exported: her own file, which waits for a day at most",
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    patient_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[FileKind] = mapped_column(EnumText(FileKind))
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    # the bytes as Latin-1, one character for each
    text: Mapped[str | None] = mapped_column("content", EncryptedText("uploads.content"))
    finished_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    added: Mapped[int | None] = mapped_column(Integer)
    already: Mapped[int | None] = mapped_column(Integer)
    differing: Mapped[int | None] = mapped_column(Integer)
    refused: Mapped[int | None] = mapped_column(Integer)

    @property
    def content(self) -> bytes | None:
        """The file as it was handed over."""
        return None if self.text is None else self.text.encode("latin-1")
