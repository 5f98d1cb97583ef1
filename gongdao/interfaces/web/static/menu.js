// On a phone the menu is a strip; what is open now is brought into sight.
for (const tab of document.querySelectorAll(".top nav [aria-current]")) {
  const strip = tab.parentElement;
  strip.scrollLeft = tab.offsetLeft - strip.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
}
