"""What each who governs confirms, declares and plays a part in, and the scheme of delegation."""
