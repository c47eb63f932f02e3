package io.lamina.audit.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What a spreadsheet makes of a cell. */
class ReportTest {
  @Test
  void noCellIsAFormula() {
    assertEquals("plain", EntryStream.cell("plain"));
    assertEquals("", EntryStream.cell(""));
    assertEquals("\"a,b\"", EntryStream.cell("a,b"));
    assertEquals("\"a\"\"b\"", EntryStream.cell("a\"b"));
    assertEquals("\"'=1+1\"", EntryStream.cell("=1+1"));
    assertEquals("\"'+1\"", EntryStream.cell("+1"));
    assertEquals("\"'-1\"", EntryStream.cell("-1"));
    assertEquals("\"'@SUM(A1)\"", EntryStream.cell("@SUM(A1)"));
  }
}
