"""The books kept along the way. They refer to stages by reference only and know none of them."""
