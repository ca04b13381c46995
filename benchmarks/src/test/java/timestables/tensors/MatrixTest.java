package timestables.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MatrixTest {

    @Test
    void rowsBecomeColumnsWithoutNames() {
        Matrix matrix = new Matrix(2, 3, new double[] {1, 2, 3, 4, 5, 6}, List.of("a", "b", "c"), List.of("a remark"));
        Matrix turned = matrix.transposed();
        assertEquals(3, turned.rows());
        assertEquals(2, turned.columns());
        assertArrayEquals(new double[] {1, 4, 2, 5, 3, 6}, turned.values());
        assertEquals(List.of(), turned.header());
        assertEquals(List.of("a remark"), turned.remarks());
    }

    @Test
    void aMatrixIsDescribedByItsShapeAndItsFirstFourColumns() {
        assertEquals("4 numbers in 1 row and 4 columns", new Matrix(1, 4, new double[4], List.of()).describe());
        assertEquals(
                "4 numbers in 1 row and 4 columns, headed a, b, c, d",
                new Matrix(1, 4, new double[4], List.of("a", "b", "c", "d")).describe());
        assertEquals(
                "5 numbers in 1 row and 5 columns, headed a, b, c, d, ...",
                new Matrix(1, 5, new double[5], List.of("a", "b", "c", "d", "e")).describe());
    }
}
