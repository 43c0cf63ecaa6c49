//! Tests of the packaging facts through their public doors.

mod archive;
