"""The one small language of conditions and amounts: read, checked, evaluated with three truth values, and worded in English."""
