/** Session cookies and the tokens that show that a page of ours sent a change (H-13, H-14). */
package io.lamina.rest.forms;
