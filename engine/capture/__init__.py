"""The one way in: archive, judge, resolve, write the graph."""

from engine.capture.answers import CaptureAnswer, RecordView
from engine.capture.service import Capture

__all__ = ["Capture", "CaptureAnswer", "RecordView"]
